import '@fontsource/source-sans-pro/latin-400.css';
import '@fontsource/source-sans-pro/latin-700.css';
import '../ui/tokens.css';
import '../ui/base.css';
import '../ui/components.css';
import '../ui/report.css';
import '../ui/timeline.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import * as z from 'zod/mini';
import { createQueryClient } from '../data/query-client.ts';
import { App } from './app.tsx';
import { preparePrinting } from './printing.ts';

// zod would try `new Function` once to see whether it may: the content security policy forbids eval.
z.config({ jitless: true });

async function start(): Promise<void> {
  if (import.meta.env.MODE === 'demo') await (await import('#mocks/browser.ts')).startDemo();
  const root = document.querySelector('#root');
  if (root === null) throw new Error('index.html has no #root.');
  createRoot(root).render(
    <StrictMode>
      <BrowserRouter>
        <App client={createQueryClient()} />
      </BrowserRouter>
    </StrictMode>,
  );
}

preparePrinting();
// Without waiting: the demo's part imports from this very file, and would wait for it in turn.
void start();
