"""Times one calculation of another implementation: reference.py NAME FILE, figures as JSON.

The clock runs within the process, after one calculation that loads and compiles what is needed.
"""

import json
import logging
import sys
import time

logging.disable(logging.WARNING)


def timed(calculate, times):
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        value = calculate()
        taken.append((time.perf_counter() - start) * 1000)
    return {"ms": taken, "value": value}


def gamma(given):
    import numpy
    from pyannote.core import Segment
    from pygamma_agreement import (
        CombinedCategoricalDissimilarity,
        Continuum,
        StatisticalContinuumSampler,
    )

    def continuum(spans_of_each):
        made = Continuum()
        for coder in given["coders"]:
            made.add_annotator(coder["id"])
            for span in coder["spans"][:spans_of_each]:
                made.add(coder["id"], Segment(span["start"], span["end"]), span["label"])
        return made

    distance = CombinedCategoricalDissimilarity(alpha=1, beta=1, delta_empty=1)

    def calculate(of, samples):
        numpy.random.seed(1)
        found = of.compute_gamma(
            distance, n_samples=samples, sampler=StatisticalContinuumSampler()
        )
        return float(found.observed_disorder)

    calculate(continuum(5), 3)
    whole = continuum(None)
    return timed(lambda: calculate(whole, 30), 1)


def alpha(given):
    import krippendorff
    import numpy

    table = numpy.array(
        [[numpy.nan if value is None else value for value in row] for row in given["table"]]
    )

    def calculate():
        return float(krippendorff.alpha(table, level_of_measurement="nominal"))

    calculate()
    return timed(calculate, 15)


with open(sys.argv[2], encoding="utf-8") as file:
    print(json.dumps({"gamma": gamma, "alpha": alpha}[sys.argv[1]](json.load(file))))
