import { useEffect, useState } from 'react';
import { copyText } from './copyText';
import styles from './CopyLine.module.css';

/** A command to take to a terminal. The button keeps its width, so "Copied" moves nothing. */
export function CopyLine({ command }: { readonly command: string }) {
  const [said, setSaid] = useState('Copy');
  useEffect(() => {
    if (said === 'Copy') return undefined;
    const timer = setTimeout(() => setSaid('Copy'), 2_000);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div className={styles.line}>
      <code>
        <span className={styles.prompt}>$ </span>
        {command}
      </code>
      <button
        type="button"
        className={styles.copy}
        aria-label={`${said}: ${command}`}
        onClick={() => void copyText(command).then((done) => setSaid(done ? 'Copied' : 'Failed'))}
      >
        {said}
      </button>
    </div>
  );
}
