#!/bin/sh
# Finds Python 3.11 and lets it install Ponte: the bot runs on that version and no other.
# PYTHON names the one to take; the arguments go to tools/install.py.
for python in "${PYTHON:-}" python3.11 python3 python /usr/bin/python3.11; do
    if [ -n "$python" ] &&
        "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
        exec "$python" -B "$(dirname "$0")/install.py" "$@"
    fi
done
found=$(python3 --version 2>/dev/null || echo "no Python 3")
echo "Ponte needs Python 3.11 and this machine has $found: install Python 3.11, or set PYTHON to where it is." >&2
exit 1
