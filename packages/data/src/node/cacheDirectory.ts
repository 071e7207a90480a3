import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Where downloads are kept: `VARIATE_CACHE_DIR`, or the platform's folder for caches with `variate` in it:
 * `XDG_CACHE_HOME` or `~/.cache` on Linux, `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows.
 */
export function cacheDirectory(environment: NodeJS.ProcessEnv = process.env, platform: NodeJS.Platform = process.platform): string {
  const { VARIATE_CACHE_DIR: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = environment;
  if (own !== undefined && own !== "") return own;
  if (platform === "win32") return join(local ?? join(homedir(), "AppData", "Local"), "variate", "Cache");
  if (platform === "darwin") return join(homedir(), "Library", "Caches", "variate");
  return join(xdg !== undefined && xdg !== "" ? xdg : join(homedir(), ".cache"), "variate");
}
