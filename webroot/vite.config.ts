import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the page itself and passes the bus on to a master (or to dev/mock-server.mjs).
const MASTER = 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist', sourcemap: false, target: 'es2023', cssMinify: true, reportCompressedSize: true },
  server: { host: '127.0.0.1', proxy: { '/eventbus': { target: MASTER, ws: true } } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'], restoreMocks: true, css: false },
});
