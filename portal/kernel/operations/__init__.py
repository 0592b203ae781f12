"""What keeps an installation safe: backup, restore, checks of a deployment, checkpoints of the audit chain."""


class OperationError(RuntimeError):
    """Something an operator asked for that would do harm; the message says why and what to do instead."""
