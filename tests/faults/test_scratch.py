import time


def test_x(house, capsys):
    from concurrent.futures import ThreadPoolExecutor
    from tests.faults.trials import GROUPS
    from tests.faults.books import SiteBooks
    from tests.faults.table import draw, results_of
    import os, resource

    t0 = time.monotonic()

    def play(g):
        t = time.monotonic()
        try:
            p = house.play(g)
        except BaseException as e:
            import traceback

            traceback.print_exc()
            return None
        print([x.fault for x in g.trials], round(time.monotonic() - t, 1), flush=True)
        return p

    only = os.environ.get("ONLY")
    gs = [g for g in GROUPS if not only or any(t.fault in only.split(",") for t in g.trials)]
    with ThreadPoolExecutor(4) as b:
        played = [p for p in b.map(play, gs) if p]
    print(
        "wall",
        time.monotonic() - t0,
        "cpu",
        sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2]),
        os.getloadavg(),
    )
    books = SiteBooks.read(house)
    res = [r for p in played for r in results_of(house, p, books)]
    print(draw([r.row for r in res]))
    for r in res:
        if r.item.failure: print(r.row.name, r.item.failure.model_dump())
        if not (r.published == r.made or r.enlarged):
            print("LOST?", r.row.name, r.made, r.published)
        if sum(r.bought) != r.wanted and r.bought or len(r.bought) > 1:
            print("BILL", r.row.name, r.bought, r.wanted)
    import pathlib

    print(house._folder)
