"""Records what the Jinja and Ansible of this machine make of expressions.txt, as answers.json.

usage: /usr/bin/python3 test/recorded/expressions/record.py   (Debian: apt install ansible python3-netaddr
       python3-passlib python3-jmespath; Ansible keeps the `month=` and `year=` of to_time_unit: they stand at the end)

An answer is [expression, value as Python's repr() writes it], or [expression, null, the error's name].
"""

import copy
import json
import pathlib

from ansible import __version__
from ansible.parsing.dataloader import DataLoader
from ansible.template import AnsibleNativeEnvironment, Templar

HERE = pathlib.Path(__file__).parent
VARIABLES = json.loads((HERE / "variables.json").read_text())


def plain(value):
    """Lists for all that can be gone through, so that repr() says what is in it."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return str(value) if isinstance(value, str) else [plain(each) for each in value]


def answer(expression):
    variables = copy.deepcopy(VARIABLES)
    templar = Templar(DataLoader(), variables=variables)
    templar = templar.copy_with_new_env(environment_class=AnsibleNativeEnvironment)
    try:
        compiled = templar.environment.compile_expression(expression, undefined_to_none=False)
        value = compiled(**variables, range=range, dict=dict, now=templar._now_datetime)
        if type(value).__name__.endswith("Undefined"):
            return [expression, None, "UndefinedError"]
        return [expression, repr(plain(value))]
    except Exception as error:
        return [expression, None, type(error).__name__]


expressions = (HERE / "expressions.txt").read_text().splitlines()
lines = ",\n".join(json.dumps(answer(each), ensure_ascii=False) for each in expressions)
(HERE / "answers.json").write_text(f"[\n{lines}\n]\n")
print(f"{len(expressions)} expressions, Ansible {__version__}")
