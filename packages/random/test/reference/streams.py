"""Threefry-2x32 and the uniforms of one draw, written from their definition and apart from the package's own code."""

MASK = 2**32 - 1


def threefry(key, counter):
    k = [key[0], key[1], key[0] ^ key[1] ^ 0x1BD11BDA]
    a, b = k[0], (counter + k[1]) & MASK
    for i in range(20):
        rotation = (13, 15, 26, 6, 17, 29, 16, 24)[i % 8]
        a = (a + b) & MASK
        b = ((b << rotation | b >> (32 - rotation)) & MASK) ^ a
        if i % 4 == 3:
            group = i // 4 + 1
            a = (a + k[group % 3]) & MASK
            b = (b + k[(group + 1) % 3] + group) & MASK
    return a, b


class Uniforms:
    """u_0, u_1, … of the draw with the given key, 52 bits each."""

    def __init__(self, key):
        self.key, self.block = key, 0

    def __call__(self):
        high, low = threefry(self.key, self.block)
        self.block += 1
        return ((high << 20) + (low >> 12) + 0.5) * 2.0**-52


def each(seed, size, draw):
    """draw(uniforms, i) for draws 0 … size − 1 of randomKey(seed)."""
    return [draw(Uniforms(threefry((0, seed), i)), i) for i in range(size)]
