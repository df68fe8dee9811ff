#!/bin/sh
set -e
echo "report"
