import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../src/report/page.js';
import { renderTrustMap } from '../../src/report/trust-map.js';
import type { Finding } from '../../src/rules/types.js';
import { launch, NO_BROWSER, type Opened, type OpenOptions, open } from './browser.js';
import { agents, endpoints, inventory, NOW } from './fixture.js';
import { proofOf } from './proof.js';

const LARGE = {
  agents: agents(2000),
  fleetServers: endpoints('fleet', 8220, 6),
  elasticsearch: endpoints('es', 9200, 40),
};

const HOSTILE = `"></title><script>document.title='owned'</script><img src=x onerror="document.title='owned'">'&amp;`;

const small = inventory();
const report = renderReport({ inventory: small, proof: proofOf(small), now: NOW });

let browser: Browser;

const openReport = (options: OpenOptions, look: (opened: Opened) => Promise<void>, content = report) =>
  open(browser, 'report.html', content, options, look);

/** Elements that reach beyond the window, apart from what lies in a box that scrolls by itself. */
const overflow = ({ page }: Opened) =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');

describe.skipIf(NO_BROWSER)(`in a browser${NO_BROWSER ? ` (skipped: ${NO_BROWSER})` : ''}`, () => {
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  it.each(['light', 'dark'] as const)(
    'the report opens in %s without a complaint or a request',
    async (colorScheme) => {
      await openReport({ colorScheme }, async ({ page, complaints, requests }) => {
        expect(await page.title()).toBe('fleet: certificates and proof');
        const ground = await page.evaluate(BACKGROUND);
        const box = await page.evaluate(MAP_GROUND);
        expect(ground).toBe(colorScheme === 'light' ? 'rgb(247, 246, 242)' : 'rgb(16, 21, 28)');
        expect(box).toBe(ground);
        expect(complaints).toEqual([]);
        expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
      });
    },
  );

  it('the copy button copies the command it stands at', async () => {
    await openReport({}, async ({ page }) => {
      await page.getByRole('button', { name: 'Copy' }).first().click();
      await page.getByRole('button', { name: 'Copied' }).waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(proofOf(small).installs[0]!.command);
    });
  });

  it('without JavaScript everything can be read, and no button stands there that does nothing', async () => {
    await openReport({ javaScriptEnabled: false }, async ({ page }) => {
      expect(await page.locator('button').filter({ visible: true }).count()).toBe(0);
      await page.getByText('agent → Fleet Server: 2 cases').click();
      expect(await page.getByText('client: SELF_SIGNED_CERT_IN_CHAIN').isVisible()).toBe(true);
      expect(await page.getByText(small.authorities[0]!.sha256).isVisible()).toBe(true);
      expect(await page.getByText('--url=https://fleet.example.com:8220').isVisible()).toBe(true);
    });
  });

  it.each([1280, 400])('nothing sticks out at %i pixels', async (width) => {
    const name = `${'long-name-'.repeat(20)}.example.com`;
    const long = inventory({
      agents: [{ name, platform: 'linux', altNames: [] }],
      fleetServers: [{ url: `https://${name}:8220`, host: name, port: 8220 }],
    });
    const proof = proofOf(long, { findings: [finding(name.repeat(3))], ok: false });
    const page = renderReport({ inventory: long, proof, now: NOW });
    await openReport({ width }, async (opened) => expect(await overflow(opened)).toBe(0), page);
    await openReport({ width }, async (opened) => expect(await overflow(opened)).toBe(0));
  });

  it('prints to paper: light, with what a person opens on the screen', async () => {
    const twelve = inventory({ agents: agents(12) });
    const page = renderReport({ inventory: twelve, proof: proofOf(twelve), now: NOW });
    await openReport(
      { colorScheme: 'dark' },
      async (opened) => {
        expect(await opened.page.getByText(twelve.hosts.at(-1)!.certificates[0]!.sha1).isVisible()).toBe(false);
        await opened.page.emulateMedia({ media: 'print' });
        expect(await opened.page.evaluate(BACKGROUND)).toBe('rgb(255, 255, 255)');
        expect(await opened.page.getByText(twelve.hosts.at(-1)!.certificates[0]!.sha1).isVisible()).toBe(true);
        const pdf = await opened.page.pdf({ format: 'A4' });
        expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
        expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length).toBeGreaterThan(3);
      },
      page,
    );
  });

  it('2,000 agents are one page whose parts are laid out when they are opened', async () => {
    const large = inventory(LARGE);
    const page = renderReport({ inventory: large, proof: proofOf(large), now: NOW });
    await openReport(
      {},
      async (opened) => {
        expect(await opened.page.evaluate('document.documentElement.scrollHeight')).toBeLessThan(20_000);
        await opened.page.getByText('Elastic Agents: 2,000 hosts').click();
        await opened.page.getByText('web-1901.example.com to web-2000.example.com').click();
        const last = large.hosts.at(-1)!;
        expect(await opened.page.getByText(last.certificates[0]!.sha256).isVisible()).toBe(true);
        expect(opened.complaints).toEqual([]);
      },
      page,
    );
  });

  it('no name of a deployment becomes an element or a script', async () => {
    const named = inventory({ name: HOSTILE });
    const proof = proofOf(named, { findings: [finding(HOSTILE)], ok: false });
    const hosts = named.hosts.map((host) => ({ ...host, name: HOSTILE }));
    const installs = proof.installs.map((install) => ({ ...install, command: HOSTILE }));
    const hostile = renderReport({ inventory: { ...named, hosts }, proof: { ...proof, installs }, now: NOW });
    const look = async ({ page, complaints, requests }: Opened) => {
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toContain('<script>');
      expect(complaints).toEqual([]);
      expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    };
    await openReport({}, look, hostile);
    await open(browser, 'map.svg', renderTrustMap({ ...named, hosts }, NOW), {}, look);
  });

  it.each(['light', 'dark'] as const)('the map stands alone in %s', async (colorScheme) => {
    await open(
      browser,
      'trust-map.svg',
      renderTrustMap(inventory(LARGE), NOW),
      { colorScheme },
      async ({ page, complaints }) => {
        expect(await page.evaluate(MAP_GROUND)).toBe(
          colorScheme === 'light' ? 'rgb(247, 246, 242)' : 'rgb(16, 21, 28)',
        );
        expect(complaints).toEqual([]);
      },
    );
  });

  it('no text of the map leaves the picture or runs over a box', async () => {
    await open(browser, 'trust-map.svg', renderTrustMap(inventory(LARGE), NOW), { width: 1376 }, async ({ page }) => {
      const outside = await page.evaluate(TEXT_OUTSIDE_ITS_BOX);
      expect(outside).toEqual([]);
    });
  });
});

// Text for the browser: this program's types know no document.
const BACKGROUND = 'getComputedStyle(document.body).backgroundColor';
const MAP_GROUND = "getComputedStyle(document.querySelector('.trust-map .f-ground')).fill";
const TEXT_OUTSIDE_ITS_BOX = `
  [...document.querySelectorAll('g')].filter((group) => group.querySelector(':scope > rect')).flatMap((group) => {
    const box = group.querySelector(':scope > rect').getBoundingClientRect();
    const leaves = ({ left, right, top, bottom }) =>
      left < box.left || right > box.right + 0.5 || top < box.top || bottom > box.bottom + 0.5;
    return [...group.querySelectorAll(':scope > text')]
      .filter((text) => leaves(text.getBoundingClientRect()))
      .map((text) => text.textContent);
  })`;

const finding = (where: string): Finding => ({
  rule: 'weak-key',
  severity: 'error',
  where,
  cause: `the key of ${where}`,
  fix: 'create it again',
});
