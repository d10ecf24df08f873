"""unpack.py WHEEL INTO TAKE: lays what a wheel holds. TAKE: JSON, [{from, to}, ...]. Nothing of the wheel is run."""

import json
import os
import shutil
import sys
import zipfile

wheel, into, take = sys.argv[1], os.path.realpath(sys.argv[2]), json.loads(sys.argv[3])
taken = 0
with zipfile.ZipFile(wheel) as archive:
    for name in archive.namelist():
        rule = next((rule for rule in take if name.startswith(rule["from"])), None)
        if rule is None or name.endswith("/"):
            continue
        path = os.path.realpath(os.path.join(into, rule["to"] + name[len(rule["from"]):]))
        if not path.startswith(into + os.sep):
            sys.exit(f"{name} would lie outside of the folder")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with archive.open(name) as source, open(path, "wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        taken += 1
if taken == 0:
    sys.exit(f"{os.path.basename(wheel)} has nothing of what is needed")
