import json, os
from pathlib import Path
def test_probe(soak, show):
    n=int(os.environ.get("N","40")); c=int(os.environ.get("CTX","4"))
    hired=soak.studio.hire()
    run=soak.run(hired, items=n, contexts=c)
    Path(os.environ.get("OUT","/tmp/t3/soak/run.json")).write_text(json.dumps([(r.takes,r.memory.mib,r.memory.tabs) for r in run.readings]))
    show(f"{run.items} items {run.seconds:.1f} s cpu {run.cpu_seconds:.1f} readings {len(run.readings)} peak {soak.studio.site.peak(hired.email)}")
