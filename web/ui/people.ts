import type { RoleCode } from '#contract/roles.ts'
import { peopleEn } from '#contract/texts/people.en.ts'
import { peopleZh } from '#contract/texts/people.zh.ts'
import type { PeopleTexts } from '#contract/texts/people.zh.ts'
import { useLang } from './lang.ts'

/** Names of roles, scopes and permissions in the language of the screen. */
export function usePeopleTexts(): PeopleTexts {
  return useLang() === 'zh' ? peopleZh : peopleEn
}

/** A built-in role by its name in the texts, a chain's own by the name it was given. */
export const roleName = (texts: PeopleTexts, role: { code: RoleCode | null; name: string | null }): string =>
  role.code === null ? role.name ?? '' : texts.roles[role.code]
