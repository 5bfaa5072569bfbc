import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where the server (or the mock of `npm run mock`) answers during development. */
const server = process.env.VIGILIA_SERVER ?? 'http://127.0.0.1:8090';

export default defineConfig({
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: Number(process.env.PORT ?? 5173),
    proxy: {
      '/api': { target: server, ws: true },
      '/map': { target: server },
    },
  },
  build: {
    target: 'es2022',
    manifest: true,
    // MapLibre is one big chunk of its own, loaded only by screens with a map.
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: 'jsdom',
    globals: false,
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: false,
    testTimeout: 20_000,
    maxWorkers: 2,
  },
});
