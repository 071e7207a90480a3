"""What the peers share: binary batches like ours, and the loop that runs steps when a line on stdin asks for them."""

import json
import math
import sys
import time

import numpy as np


def digit_like(sizes, seed):
    """As in bench/cases.mjs: a disc of ink for each image."""
    n, inputs = sizes["batchSize"], sizes["inputs"]
    pixels = np.zeros((n, inputs), np.float32)
    for image in range(n):
        cx, cy = 9 + (image + seed) % 11, 9 + (image * 3 + seed) % 11
        for pixel in range(inputs):
            pixels[image, pixel] = math.hypot(pixel % 28 - cx, pixel // 28 - cy) < 7
    return pixels


def serve(version, step):
    """Answers each line "N S" with the milliseconds of N steps, or of as many as begin within S seconds."""
    print(json.dumps({"version": version}), flush=True)
    done = 0
    for line in sys.stdin:
        times, seconds = int(line.split()[0]), float(line.split()[1])
        taken, loss = [], math.nan
        end = time.perf_counter() + seconds
        while len(taken) < times and (not taken or time.perf_counter() < end):
            start = time.perf_counter()
            loss = step(done)
            taken.append(1000 * (time.perf_counter() - start))
            done += 1
        print(json.dumps({"times": taken, "loss": loss}), flush=True)


def widths_of(sizes):
    """Pairs of widths of the dense layers: encoder, decoder."""
    down = [sizes["inputs"], *sizes["hidden"]]
    up = [sizes["latents"], *reversed(sizes["hidden"])]
    return list(zip(down, down[1:])), list(zip(up, up[1:]))
