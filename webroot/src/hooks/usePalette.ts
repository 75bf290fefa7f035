import { useEffect, useState } from 'react';
import { readPalette, type Palette } from '../components/Heatmap/palette';

/** The colours of the slot states as the style sheet resolves them now; read again when the theme changes. */
export function usePalette(): Palette {
  const [palette, setPalette] = useState<Palette>(readPalette);
  useEffect(() => {
    const reread = (): void => setPalette(readPalette());
    const scheme = window.matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', reread);
    const observer = new MutationObserver(reread);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      scheme.removeEventListener('change', reread);
      observer.disconnect();
    };
  }, []);
  return palette;
}
