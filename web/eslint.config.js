import js from '@eslint/js';
import a11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/*
 * The floor plan of web, enforced: rooms never import one another, and use only the doors (index.ts) of `api`, `app`,
 * `chart`, `map` and `video`; those never import a room. `routes.tsx` at the root is the one place that knows all rooms.
 */
const rooms = readdirSync(new URL('./src/rooms', import.meta.url));
const doors = ['api', 'app', 'chart', 'map', 'video', 'words'];

const roomWalls = rooms.map((room) => ({
  files: [`src/rooms/${room}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(rooms/)?(${rooms.filter((other) => other !== room).join('|')})(/|$)`,
            message: 'A room must not import another room. Link to it by its address instead.',
          },
          {
            regex: `^(\\.\\./)+(${doors.join('|')})/(?!index)`,
            message: 'Import the door of this folder (…/api, …/app, …/map, …/video, …/words), not its inside.',
          },
          { regex: '^(\\.\\./)+routes$', message: 'Rooms do not know the list of rooms.' },
        ],
      },
    ],
  },
}));

const below = {
  words: ['api', 'app', 'chart', 'map', 'video', 'rooms'],
  api: ['app', 'chart', 'map', 'video', 'rooms'],
  app: ['chart', 'map', 'video', 'rooms'],
  chart: ['map', 'video', 'rooms'],
  video: ['chart', 'map', 'rooms'],
  map: ['chart', 'video', 'rooms'],
};
const floorWalls = Object.entries(below).map(([folder, forbidden]) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${forbidden.join('|')})(/|$)`,
            message: `${folder} is below ${forbidden.join(', ')}: arrows go downwards only.`,
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'test-results', 'playwright-report', 'src/api/schema.d.ts'] },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...tseslint.configs.strict],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 500, skipBlankLines: false, skipComments: false }],
    },
  },
  { files: ['src/**/*.tsx'], ...a11y.flatConfigs.recommended },
  {
    // An <img> or a canvas in a picture frame is focusable on purpose where it can be drawn on.
    files: ['src/**/*.tsx'],
    rules: { 'jsx-a11y/no-autofocus': 'off' },
  },
  { files: ['dev/**/*.js', 'e2e/**/*.ts', '*.js', '*.ts'], languageOptions: { globals: globals.node } },
  ...roomWalls,
  ...floorWalls,
);
