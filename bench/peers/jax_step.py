"""The benchmark's models in JAX, jit-compiled, float32, on the CPU: python3 jax_step.py CASE SIZES THREADS."""

import json
import sys

import jax
import jax.numpy as jnp
import numpy as np
from steps import digit_like, serve, widths_of

case, sizes = sys.argv[1], json.loads(sys.argv[2])
latents = sizes["latents"]
rng = np.random.default_rng(0)


def dense(rows, columns):
    bound = np.sqrt(6 / (rows + columns))
    return {"w": jnp.asarray(rng.uniform(-bound, bound, (rows, columns)), jnp.float32), "b": jnp.zeros(columns, jnp.float32)}


def filters(inputs, outputs):
    bound = np.sqrt(6 / (16 * (inputs + outputs)))
    return {"w": jnp.asarray(rng.uniform(-bound, bound, (4, 4, inputs, outputs)), jnp.float32), "b": jnp.zeros(outputs, jnp.float32)}


def linear(x, p):
    return x @ p["w"] + p["b"]


def conv(x, p):
    return jax.lax.conv_general_dilated(x, p["w"], (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")) + p["b"]


def conv_transpose(x, p):
    return jax.lax.conv_transpose(x, p["w"], (2, 2), "SAME", dimension_numbers=("NHWC", "HWIO", "NHWC")) + p["b"]


if case == "conv":
    first, second = sizes["filters"]
    params = {
        "encoder": [filters(1, first), filters(first, second)],
        "heads": [dense(49 * second, latents), dense(49 * second, latents)],
        "project": dense(latents, 49 * second),
        "decoder": [filters(second, first), filters(first, 1)],
    }

    def features(p, x):
        h = x.reshape(-1, 28, 28, 1)
        for layer in p["encoder"]:
            h = jax.nn.relu(conv(h, layer))
        return h.reshape(h.shape[0], -1)

    def decode(p, z):
        h = jax.nn.relu(linear(z, p["project"])).reshape(-1, 7, 7, second)
        h = jax.nn.relu(conv_transpose(h, p["decoder"][0]))
        return conv_transpose(h, p["decoder"][1]).reshape(-1, 784)

else:
    down, up = widths_of(sizes)
    params = {
        "encoder": [dense(*pair) for pair in down],
        "heads": [dense(sizes["hidden"][-1], latents) for _ in range(2)],
        "decoder": [dense(*pair) for pair in up],
        "logits": dense(sizes["hidden"][0], sizes["inputs"]),
    }

    def features(p, x):
        for layer in p["encoder"]:
            x = jnp.tanh(linear(x, layer))
        return x

    def decode(p, z):
        for layer in p["decoder"]:
            z = jnp.tanh(linear(z, layer))
        return linear(z, p["logits"])


def encode(p, x):
    h = features(p, x)
    return linear(h, p["heads"][0]), linear(h, p["heads"][1])


def log_likelihood(p, x, z):
    logits = decode(p, z)
    return jnp.sum(x * logits - jax.nn.softplus(logits), -1)


def negative_bound(p, x, key):
    loc, log_scale = encode(p, x)
    scale = jnp.exp(log_scale)
    z = loc + scale * jax.random.normal(key, loc.shape)
    kl = 0.5 * jnp.sum(loc**2 + scale**2 - 1 - 2 * log_scale, -1)
    return -jnp.mean(log_likelihood(p, x, z) - kl)


def update(p, m, v, t, x):
    key = jax.random.fold_in(jax.random.key(1), t)
    loss, gradient = jax.value_and_grad(negative_bound)(p, x, key)
    t = t + 1
    m = jax.tree.map(lambda a, g: 0.9 * a + 0.1 * g, m, gradient)
    v = jax.tree.map(lambda a, g: 0.999 * a + 0.001 * g * g, v, gradient)
    rate, root = 1e-3 / (1 - 0.9**t), jnp.sqrt(1 - 0.999**t)
    p = jax.tree.map(lambda w, a, b: w - rate * a / (jnp.sqrt(b) / root + 1e-8), p, m, v)
    return p, m, v, t, loss


def evaluate(p, x, key):
    loc, log_scale = encode(p, x)
    scale = jnp.exp(log_scale)

    def chunk(index):
        noise = jax.random.normal(jax.random.fold_in(key, index), (sizes["chunk"], *loc.shape))
        z = loc + scale * noise
        log_prior_ratio = jnp.sum(log_scale + 0.5 * (noise**2 - z**2), -1)
        return log_likelihood(p, x, z.reshape(-1, latents).reshape(*z.shape)) + log_prior_ratio

    weights = jax.lax.map(chunk, jnp.arange(sizes["samples"] // sizes["chunk"])).reshape(sizes["samples"], -1)
    return -jnp.mean(jax.nn.logsumexp(weights, 0) - jnp.log(sizes["samples"]))


batches = [jnp.asarray(digit_like(sizes, i)) for i in range(10)]
if "samples" in sizes:
    run = jax.jit(evaluate)
    serve(f"JAX {jax.__version__}", lambda i: float(run(params, batches[i % 10], jax.random.key(1))))
else:
    run = jax.jit(update, donate_argnums=(0, 1, 2, 3))
    zeros = lambda: jax.tree.map(jnp.zeros_like, params)
    state = (params, zeros(), zeros(), jnp.int32(0))

    def step(i):
        global state
        *rest, loss = run(*state, batches[i % 10])
        state = tuple(rest)
        # Every array must be there, as after a step of ours.
        jax.block_until_ready(state)
        return float(loss)

    serve(f"JAX {jax.__version__}", step)
