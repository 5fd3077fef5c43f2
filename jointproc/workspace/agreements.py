from jointproc.workspace.scenarios import Scenarios


class Agreements(Scenarios):
    pass
