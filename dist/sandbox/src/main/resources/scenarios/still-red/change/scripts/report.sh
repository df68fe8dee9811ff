#!/bin/sh
set -e 
if [ "$1" = nightly ]; then
	echo "nightly report"
fi
