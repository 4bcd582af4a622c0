"""SciPy on the same instance: lsa (dense linear_sum_assignment, best total) or sparse (LAPJVsp, number first).
usage: scipy_match.py PREFIX lsa|sparse. Capacities become repeated columns, since neither has them."""
import json
import resource
import sys
import time

import numpy as np

prefix, method = sys.argv[1], sys.argv[2]
header = json.load(open(prefix + ".json"))


def read(name):
    place = header["arrays"].get(name)
    return None if place is None else np.fromfile(prefix + ".bin", dtype="<i4", count=place["length"], offset=place["offset"])


n, m = header["seekers"], header["supporters"]
capacity, weight = read("capacity"), read("weight").astype(np.int64)
if header["layout"] == "dense":
    row, col = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
else:
    row, col = np.repeat(np.arange(n), np.diff(read("rowPtr"))), read("col")
base = np.concatenate([[0], np.cumsum(capacity)])
places = int(base[-1])

if method == "lsa":
    from scipy.optimize import linear_sum_assignment

    scores = np.zeros((n, places))
    for k in range(int(capacity.max())):
        ok = capacity[col] > k
        scores[row[ok], base[col[ok]] + k] = weight[ok]
    start = time.process_time()
    i, j = linear_sum_assignment(scores, maximize=True)
    cpu = time.process_time() - start
    value = scores[i, j]
    matched, total = int((value > 0).sum()), int(value.sum())
else:
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    number = int(weight.max()) * (n + 1)
    rows, cols, values = [np.arange(n)], [places + np.arange(n)], [np.zeros(n, np.int64)]
    for k in range(int(capacity.max())):
        ok = capacity[col] > k
        rows.append(row[ok]), cols.append(base[col[ok]] + k), values.append(weight[ok] + number)
    top = int(weight.max()) + number + 1
    graph = csr_matrix((top - np.concatenate(values).astype(float), (np.concatenate(rows), np.concatenate(cols))), shape=(n, places + n))
    start = time.process_time()
    i, j = min_weight_full_bipartite_matching(graph)
    cpu = time.process_time() - start
    value = np.asarray(top - graph[i, j]).ravel()
    real = j < places
    matched = int(real.sum())
    total = round(value[real].sum() - number * matched)

name = {"lsa": "SciPy linear_sum_assignment", "sparse": "SciPy LAPJVsp"}[method]
print(json.dumps({"peer": name, "cpu_ms": round(cpu * 1e3, 1), "matched": matched, "total": total, "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
