import resource, time, os
from tests.worker.conftest import *  # noqa
def cpu():
    r=resource.getrusage(resource.RUSAGE_CHILDREN); return r.ru_utime+r.ru_stime
def test_measure(studio):
    for n in (1,1,5):
        task=studio.begin(studio.hire(), items=n)
        c0,t0=cpu(),time.monotonic()
        code=studio.run(task)
        print("items",n,"exit",code,"cpu",round(cpu()-c0,2),"wall",round(time.monotonic()-t0,2), [i.status for i in studio.items(task)], os.getloadavg())
    h=studio.hire(); studio.site.fault("credits", h.email)
    task=studio.begin(h)
    c0,t0=cpu(),time.monotonic()
    code=studio.run(task)
    print("credits exit",code,"cpu",round(cpu()-c0,2),"wall",round(time.monotonic()-t0,2), [i.failure for i in studio.items(task)])
