/** A part of a CycloneDX SBOM, as far as it is looked at. */
export type Component = {
  name: string
  /** The scope, such as `@gatehouse`. */
  group?: string
  version: string
  licenses?: ({ license: { id?: string; name?: string } } | { expression: string })[]
  externalReferences?: { hashes?: { alg: string; content: string }[] }[]
}

// Whoever takes the product may use it as MIT lets them: nothing here asks them to publish what is theirs.
const PERMITTED = new Set(['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0'])

export const licenceOf = ({ licenses = [] }: Component): string =>
  licenses.map((one) => ('expression' in one ? one.expression : (one.license.id ?? one.license.name))).join(' AND ') ||
  'none'

/** What is wrong with these parts, a sentence each: a licence that is not permitted, or no hash to hold it to. */
export function faultsIn(components: Component[]): string[] {
  return components.filter(isForeign).flatMap((component) => {
    const { name, version } = component
    const licence = licenceOf(component)
    return [
      PERMITTED.has(licence) ? '' : `${name} ${version} has the licence ${licence}`,
      isPinned(component) ? '' : `${name} ${version} has no SHA-512 to hold it to`
    ].filter(Boolean)
  })
}

/** How many parts have each licence, most first. */
export function licenceCounts(components: Component[]): [string, number][] {
  const counts = Map.groupBy(components.filter(isForeign), licenceOf)
  return [...counts].map(([licence, { length }]) => [licence, length] as [string, number]).sort((a, b) => b[1] - a[1])
}

// The workspace's own packages come from no registry.
const isForeign = ({ group }: Component) => group !== '@gatehouse'

const isPinned = ({ externalReferences = [] }: Component) =>
  externalReferences.some(({ hashes = [] }) => hashes.some(({ alg }) => alg === 'SHA-512'))
