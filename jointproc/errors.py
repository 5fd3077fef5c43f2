"""The two ways a computation can end badly: the user's input (exit 2) or our own fault (exit 1)."""

from __future__ import annotations

from jointproc.text import Message, msg

__all__ = ["InputError", "JointprocError", "OurFault"]


class JointprocError(Exception):
    """Base of every error that carries one sentence for the user.

    The sentence is a :class:`jointproc.text.Message`, so screens and the command line print it in the
    reader's language; ``str(error)`` is the Bahasa Indonesia form.
    """

    exit_code = 1

    def __init__(self, template: str | Message, **params: object) -> None:
        self.message = template if isinstance(template, Message) else msg(template, **params)
        super().__init__(str(self.message))


class InputError(JointprocError):
    """Something the user gave can't be used; the sentence says where, what and how to mend it."""

    exit_code = 2


class OurFault(JointprocError):
    """Something failed on our side; the sentence says what the user can do meanwhile."""

    exit_code = 1
