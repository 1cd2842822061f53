import type { FieldLine } from './schema.ts'
import { useSay } from '../texts/api.ts'

export function Fields({ title, lines }: { title: string; lines: readonly FieldLine[] }) {
  const say = useSay()
  return (
    <div className="api-fields">
      <h3 className="label">{title}</h3>
      {lines.length === 0 ? (
        <p className="mut">{say('nothing')}</p>
      ) : (
        <table className="tbl">
          <thead>
            <tr>
              <th scope="col">{say('field')}</th>
              <th scope="col">{say('type')}</th>
              <th scope="col">{say('rules')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={line.path}>
                <td>
                  <code>{line.path}</code>
                  {line.needed && <small className="mut"> {say('needed')}</small>}
                </td>
                <td className="sub">{line.type}</td>
                <td className="mut">{line.rules}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
