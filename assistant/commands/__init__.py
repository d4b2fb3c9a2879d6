"""The command line: `python -m assistant ask | search | check | quote | cite | brief | verify`."""
