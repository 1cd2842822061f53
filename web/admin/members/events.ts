import type { TimelineEvent, TimelineKind } from '#contract/timeline.ts'
import { yuan } from '#contract/text.ts'
import type { IconName } from '../../ui/Icon.tsx'
import { useSay } from '../texts.ts'

const icons: Record<TimelineKind, IconName> = {
  order: 'basket', return: 'return', top_up: 'wallet', adjust: 'edit', joined: 'person_plus',
  consent: 'check',
  edit: 'pencil', identity_set: 'lock', identity_remove: 'trash', unmask: 'eye', export: 'download',
  erase: 'person',
}
export const iconOf = ({ kind, consent }: TimelineEvent): IconName =>
  kind === 'consent' && consent?.given === false ? 'x' : icons[kind]

type Say = ReturnType<typeof useSay>

/** The line of an event, and the smaller one under it. */
export function useEventWords(event: TimelineEvent): { title: string; about: string } {
  const say = useSay()
  return { title: titleOf(event, say), about: aboutOf(event, say).filter((part) => part !== '').join(' · ') }
}

const goodsOf = ({ goods }: TimelineEvent, say: Say): string =>
  goods === null || goods.lines < 2 ? goods?.name ?? ''
    : say('past_items', { goods: goods.name, lines: goods.lines })

function titleOf(event: TimelineEvent, say: Say): string {
  const fields = event.fields.map((field) => say.of(`field_${field}`)).join(say('list_comma'))
  switch (event.kind) {
    case 'order': return goodsOf(event, say)
    case 'return': return say('past_return', { goods: goodsOf(event, say) })
    case 'top_up': {
      const amount = yuan(event.amount_fen ?? 0)
      return event.bonus_fen ? say('past_topped_up_bonus', { amount, bonus: yuan(event.bonus_fen) })
        : say('past_topped_up', { amount })
    }
    case 'adjust': return say('past_adjusted', { account: say.of(event.account ?? '') })
    case 'joined': return say('past_joined')
    case 'consent': {
      const kind = say.of(`consent_${event.consent?.kind ?? ''}`)
      return say(event.consent?.given ? 'past_consent_yes' : 'past_consent_no', { kind })
    }
    case 'edit': return say('past_edited', { fields })
    case 'identity_set': return say('past_identity_set', { fields })
    case 'identity_remove': return say('past_identity_removed', { fields })
    case 'unmask': return say('past_unmasked', { fields })
    case 'export': return say('past_exported')
    case 'erase': return say('past_erased')
  }
}

/** How it was paid, why, where and by whom. */
function aboutOf(event: TimelineEvent, say: Say): string[] {
  const { store, staff, reason, consent } = event
  const tenders = event.tenders
    .map(({ kind, amount_fen }) => `${say.of(`tender_${kind}`)} ${yuan(amount_fen)}`)
  const words = reason === null ? '' : say.of(`reason_${reason}`).replace(/^reason_/, '')
  const place = store ?? (consent ? say(`consent_channel_${consent.channel}`) : '')
  const by = place !== '' && staff !== null ? say('past_by', { place, name: staff }) : place || (staff ?? '')
  return [
    ...tenders, event.points_fen ? say('past_points_off', { amount: yuan(event.points_fen) }) : '', words,
    consent ? say('consent_version', { version: consent.version }) : '', by,
  ]
}
