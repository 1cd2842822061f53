/** One file names another at a line. */
export type Link = { from: string; to: string; line: number }

/** The shortest way from a file back to itself, or null. */
function wayBack(start: string, links: ReadonlyMap<string, readonly Link[]>): Link[] | null {
  const ways: Link[][] = (links.get(start) ?? []).map((link) => [link])
  const seen = new Set<string>()
  for (const way of ways) {
    const last = way.at(-1)
    if (!last || seen.has(last.to)) continue
    if (last.to === start) return way
    seen.add(last.to)
    for (const link of links.get(last.to) ?? []) ways.push([...way, link])
  }
  return null
}

/** Circles, each once, from its first file in the alphabet. One that shares a file with it shows later. */
export function circles(links: readonly Link[]): string[] {
  const byFrom = Map.groupBy(links, ({ from }) => from)
  const reported = new Set<string>()
  const faults: string[] = []
  for (const start of [...byFrom.keys()].toSorted()) {
    if (reported.has(start)) continue
    const way = wayBack(start, byFrom)
    if (!way?.[0]) continue
    for (const link of way) reported.add(link.to)
    const round = [start, ...way.map(({ to }) => to)].join(' → ')
    faults.push(`${start}:${way[0].line} imports ${way[0].to}, which leads back to it: ${round} (no circles)`)
  }
  return faults
}
