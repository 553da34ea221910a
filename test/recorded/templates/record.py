"""Records what the Ansible of this machine makes of templates, as answers.json.

usage: /usr/bin/python3 test/recorded/templates/record.py   (Debian: apt install ansible)

cases.json has {"text": …} for a text of a playbook and {"file": …} for a template of the module template, with
"files" that it includes. An answer is {"value": …}, or {"error": the error's name}.
"""

import copy
import json
import pathlib
import tempfile

from ansible import __version__
from ansible.parsing.dataloader import DataLoader
from ansible.template import AnsibleEnvironment, Templar

HERE = pathlib.Path(__file__).parent
VARIABLES = json.loads((HERE / "variables.json").read_text())


def answer(case):
    templar = Templar(DataLoader(), variables=copy.deepcopy(VARIABLES))
    try:
        if "text" in case:
            return {"value": templar.template(case["text"])}
        with tempfile.TemporaryDirectory() as folder:
            for name, text in case.get("files", {}).items():
                (pathlib.Path(folder) / name).write_text(text)
            own = templar.copy_with_new_env(
                environment_class=AnsibleEnvironment, searchpath=[folder], trim_blocks=True, lstrip_blocks=False
            )
            return {"value": own.do_template(case["file"], preserve_trailing_newlines=True, escape_backslashes=False)}
    except Exception as error:
        return {"error": type(error).__name__}


cases = json.loads((HERE / "cases.json").read_text())
answers = [answer(case) for case in cases]
lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in answers)
(HERE / "answers.json").write_text(f"[\n{lines}\n]\n")
print(f"{len(cases)} templates, Ansible {__version__}")
