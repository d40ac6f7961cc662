import { operatorContact, operatorName } from '@/config';
import type { Locale } from '@/i18n';
import { agreementEn } from './agreement.en';
import { agreementZh } from './agreement.zh-CN';
import type { LegalDoc, LegalText, Operator } from './legal';
import { privacyEn } from './privacy.en';
import { privacyZh } from './privacy.zh-CN';

const texts: Record<Locale, Record<LegalDoc, (operator: Operator) => LegalText>> = {
  'zh-CN': { agreement: agreementZh, privacy: privacyZh },
  en: { agreement: agreementEn, privacy: privacyEn },
};

/** What stands for an operator that the build was not told of. */
const unnamed: Record<Locale, Operator> = {
  'zh-CN': { name: '本服务的运营者', contact: '运营者公布的联系方式（小程序资料页，或向你提供本服务的组织）' },
  en: {
    name: 'the operator of this service',
    contact: 'the contact that the operator has published, or the organisation that gave you this service',
  },
};

/** A document in one language, with the operator that was named when the client was built. */
export function legalText(doc: LegalDoc, locale: Locale): LegalText {
  const { name, contact } = unnamed[locale];
  return texts[locale][doc]({ name: operatorName ?? name, contact: operatorContact ?? contact });
}
