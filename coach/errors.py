"""Errors, split by whose fault they are. Each message says what to do about it.

They are caught only at the edges (terminal, browser, turn); everything else lets them pass.
"""


class CoachError(Exception):
    """Base of every error this program raises on purpose."""


class UserError(CoachError):
    """What the person sent or asked for cannot be used as it is."""


class ModelError(CoachError):
    """A language model failed, refused, or answered with something that cannot be used."""


class ConfigError(CoachError):
    """A setting, a file or the machine is not as it must be; the program cannot start or go on."""


class StoreError(CoachError):
    """The database or the data folder could not be read or written."""


class IllegalEvent(CoachError):
    """An event that the engine refuses; the state is unchanged."""
