import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Bus } from './api/bus';
import { FleetStore } from './api/fleet';
import { FleetContext } from './hooks/useFleet';
import './index.css';
import { FleetPage } from './pages/FleetPage';

const url = new URL('eventbus/websocket', document.baseURI);
url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
const store = new FleetStore(new Bus(url.href));
store.start();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <FleetContext value={store}>
        <FleetPage />
      </FleetContext>
    </StrictMode>,
  );
}
