#!/bin/sh
set -e
echo building with a longer timeout