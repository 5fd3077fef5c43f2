"""``python -m jointproc``."""

from jointproc.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
