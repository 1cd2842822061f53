import type { StandingSetting } from '#contract/setting-doors.ts'
import { settings } from '#contract/settings.ts'
import type { PlaceKind } from '#contract/settings.ts'
import { usePeopleTexts } from '../../ui/people.ts'
import { may, useMe } from '../../ui/session.ts'
import { useWhen } from '../when.ts'
import { useSettingTexts } from '../settingtexts.ts'
import { useSay } from '../texts/settings.ts'
import { inWords } from '../settingwords.ts'

type Props = {
  row: StandingSetting
  place: { id: string; kind: PlaceKind }
  onEdit: () => void
  onHistory: () => void
}

export function SettingRow({ row, place, onEdit, onHistory }: Props) {
  const say = useSay()
  const me = useMe()
  const texts = useSettingTexts()
  const people = usePeopleTexts()
  const { name, says } = texts.settings[row.key]
  const kinds: readonly PlaceKind[] = settings[row.key].places
  const why = !may(me, 'settings.edit')
    ? say('no_edit')
    : kinds.includes(place.kind) ? null
      : say('not_here', { places: kinds.map((kind) => texts.places[kind]).join(' · ') })
  return (
    <div className="setting">
      <div className="setting-name">
        <b>{name}</b>
        <p className="why">{says}</p>
      </div>
      <div className="setting-value n">
        <b>{inWords(row.key, row.value, { say, people })}</b>
        <Origin row={row} place={place} />
        <Coming row={row} />
      </div>
      <div className="setting-acts">
        <button type="button" className="btn quiet" onClick={onHistory}>
          {say('history')}
        </button>
        <button type="button" className="btn" aria-disabled={why !== null} title={why ?? undefined}
          onClick={() => { if (why === null) onEdit() }}>
          {say('edit')}
          <span className="sr">{name}</span>
        </button>
      </div>
    </div>
  )
}

function Origin({ row, place }: Pick<Props, 'row' | 'place'>) {
  const say = useSay()
  const when = useWhen()
  if (row.from === null) return <small className="mut">{say('usual')}</small>
  const { place: at, by, since } = row.from
  const where = at.id === place.id ? say('own') : say('from_place', { place: at.name || say('chain') })
  return (
    <small className="mut">
      {where} · {say('since', { by, day: when.day(since) })}
    </small>
  )
}

function Coming({ row }: Pick<Props, 'row'>) {
  const say = useSay()
  const when = useWhen()
  const people = usePeopleTexts()
  return row.coming.map((next) => (
    <small key={next.starts_at} className="tag warn">
      {next.unset
        ? say('coming_unset', { day: when.moment(next.starts_at) })
        : say('coming', { day: when.moment(next.starts_at),
          value: inWords(row.key, next.value, { say, people }) })}
    </small>
  ))
}
