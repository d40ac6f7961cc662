import { JSDOM, VirtualConsole } from 'jsdom';
import { WebSocket } from 'ws';
import { readPack } from '/work/main/client/test/mini-program/pack';
import { hostScript } from '/work/main/client/test/mini-program/bundle';
import { netOver } from '/work/main/client/test/mini-program/host/net';
const pack = readPack('/work/main/client/dist/build/mp-weixin');
const vc = new VirtualConsole(); vc.on('jsdomError', e => console.log('jsdomError', e.message.slice(0,300)));
for (const k of ['error','warn','log','info']) vc.on(k as any, (...a:any[]) => console.log('['+k+']', ...a.map(x=>String(x).slice(0,600))));
const dom = new JSDOM('<!doctype html><html><body></body></html>', { runScripts: 'outside-only', pretendToBeVisual: true, url: 'http://localhost/', virtualConsole: vc });
const w: any = dom.window;
w.eval(await hostScript());
const p = w.startProgram({ pack, net: netOver({ fetch, WebSocket: WebSocket as any, FormData }), domains: { 'huati.example.com': process.argv[2] ?? 'http://127.0.0.1:1' } });
try { p.launch(); } catch (e:any) { console.log('LAUNCH', e.stack); }
await new Promise(r => setTimeout(r, 2500));
console.log(p.world.faults.all.map((f:string)=>f.slice(0,700)));
console.log(w.document.body.textContent.replace(/\s+/g,' ').slice(0,600));
console.log(p.world.budget.calls.length);
process.exit(0);
