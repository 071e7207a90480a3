"""Formulas of Student's t distribution that two families share, in mpmath."""

from harness import mp


def log_density(x, df, scale):
    z = x / scale
    return (
        mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(mp.pi * df) / 2 - mp.log(scale)
        - (df + 1) / 2 * mp.log1p(z * z / df)
    )


def upper_tail(x, df, scale):
    """P(T > x / scale) for x ≥ 0; beyond df = 1e8 that of the normal, with the first term of its expansion."""
    z = x / scale
    if df > 1e8:
        return mp.erfc(z / mp.sqrt(2)) / 2 + mp.npdf(z) * (z**3 + z) / (4 * df)
    return mp.betainc(df / 2, mp.mpf(1) / 2, 0, df / (df + z * z), regularized=True) / 2


def centre(x, df, scale):
    """P(|T| < x / scale), from its small end."""
    z = x / scale
    if df > 1e8:
        return 1 - 2 * upper_tail(x, df, scale)
    return mp.betainc(mp.mpf(1) / 2, df / 2, 0, z * z / (df + z * z), regularized=True)


def entropy(df, scale):
    with mp.workdps(100):
        mean = mp.digamma((df + 1) / 2) - mp.digamma(df / 2)
        return (df + 1) / 2 * mean + mp.log(scale) - (
            mp.loggamma((df + 1) / 2) - mp.loggamma(df / 2) - mp.log(mp.pi * df) / 2
        )
