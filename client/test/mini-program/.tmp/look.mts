import { spawn } from 'node:child_process';
import { readPack } from '../pack';
import { chromiumPhones } from '../chromium';
import { startProduct } from '../../e2e/product';
const product = await startProduct({ CLIENT_DIR: '' });
const phones = await chromiumPhones(readPack('/work/main/client/dist/build/mp-weixin'));
const phone = await phones.open({ server: product.url, ...(process.argv[3] === 'dark' ? { device: { theme: 'dark' } } : {}) });
const script = await import(process.argv[2]);
const wait = (ms:number) => new Promise(r => setTimeout(r, ms));
const faults = () => phone.run((p) => p.world.faults.all.filter((f: string) => !/for-list|type-incompatible/.test(f)), null);
try { await script.default({ phone, phones, product, wait, shot: (n:string) => phone.screenshot(`/tmp/mp-${n}.png`) }); }
catch (e) { console.log('FAILED', e); await phone.screenshot('/tmp/mp-failed.png'); }
console.log('faults', (await faults()).map((f:string) => f.slice(0,1200)));
await phone.close(); await phones.close(); await product.close(); process.exit(0);
