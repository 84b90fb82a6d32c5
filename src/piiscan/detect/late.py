"""Where :mod:`piiscan.late` was."""

from piiscan.late import late as late  # noqa: PLC0414
