/** CPU time that a service says it has taken, in seconds. `url` is its /metrics. */
export const processCpuSeconds = async (url: string): Promise<number> =>
  [...(await (await fetch(url)).text()).matchAll(/^process_cpu_seconds_total(?:\{[^}]*\})? (\S+)$/gm)].reduce(
    (sum, [, value]) => sum + Number(value),
    0,
  );
