/** A figure of the /metrics of a process, summed over its labels; 0 when it has no value yet. Throws when there is none of this name. */
export async function metricOf(origin: string, name: string): Promise<number> {
  const text = await (await fetch(`${origin}/metrics`)).text()
  if (!text.includes(`# TYPE ${name} `)) throw new Error(`${origin} has no metric ${name}`)
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0)
}
