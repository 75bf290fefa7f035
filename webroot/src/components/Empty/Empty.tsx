import { CopyLine } from '../CopyLine/CopyLine';
import styles from './Empty.module.css';

interface Props {
  readonly text: string;
  readonly command?: string;
}

/** What is not there, and the line that brings it. */
export function Empty({ text, command }: Props) {
  return (
    <div className={styles.empty}>
      <p>{text}</p>
      {command !== undefined && <CopyLine command={command} />}
    </div>
  );
}
