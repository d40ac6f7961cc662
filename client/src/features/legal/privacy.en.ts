import type { LegalText, Operator } from './legal';

/** The privacy policy in English. A template: whoever runs the service has it checked and makes it their own. */
export const privacyEn = ({ name, contact }: Operator): LegalText => ({
  title: 'Privacy policy',
  updated: 'Last changed on 21 November 2026',
  intro: [
    `Huati (“this service”) is provided by ${name} (“we”). This policy tells what we collect, what for, for how long, who processes it, and what rights you have.`,
    'We collect only what a conversation needs. We show no advertisements, sell nothing about you, and train no model on what you write.',
  ],
  sections: [
    {
      heading: '1. What we collect',
      paragraphs: [
        'What you give us: your questions, the prompts of your topics, files and pictures you upload, what you say of answers, and what you write in a report.',
        'What the model makes: answers, its reasoning, titles, summaries and suggested questions, and how much each round used.',
        'Who you are: in WeChat the openid that WeChat gives us, so that you are known again; without a log-in, an id that this device made at random. We do not read your WeChat name or picture.',
        'Network data: the IP address of a connection, only against abuse and for security.',
        'We collect no phone number, no location and no contacts, and do not read your clipboard. Camera, album and microphone are used only when you use a function that needs them, and only if you allow it.',
      ],
    },
    {
      heading: '2. What we use it for',
      paragraphs: [
        'To put your questions to the model and show you its answers, to keep your topics the same on all your devices, to read the text of files you ask about, and to search your own topics.',
        'To keep the service safe: limiting too many requests, checking for unlawful content, dealing with reports and finding faults. Nothing else.',
      ],
    },
    {
      heading: '3. How long, and where',
      paragraphs: [
        'Topics and messages are kept until you delete them. A file that nothing was asked about within 24 hours is deleted by itself; other files are deleted once everything that uses them is.',
        'A share is kept until you revoke it or it expires. A report, with the answer it is about, is kept until it was dealt with and as long as the law demands.',
        'Network logs are kept for at least six months, as the Cybersecurity Law of China demands. Drafts, settings and topics read lately are also on your device, until you clear the data of the mini-program or browser.',
        'All of it is kept on our servers in mainland China and not sent abroad. Should that change, we will say so here and ask for your consent.',
      ],
    },
    {
      heading: '4. Who processes it',
      paragraphs: [
        'Our own servers and the large model that we run ourselves. Before we use a model or a cloud service of anybody else, we will name it and its purpose here.',
        'In the WeChat mini-program WeChat does the log-in. Where the content check is on, the text you write is sent to WeChat with your openid to be checked (msgSecCheck), under the rules of WeChat.',
        'Beyond that we give your data to others only where the law demands it or you agree. Once you make a share link, whoever has it can read what was shared.',
      ],
    },
    {
      heading: '5. Your rights',
      paragraphs: [
        'At any time you can read, change and delete your topics, revoke shares, and take back your permission for camera, album and microphone.',
        `You can ask for a copy of all of your data, have mistakes corrected, or have everything deleted and your account closed. Write to: ${contact}. Once we know that it is you, we answer within fifteen working days, free of charge.`,
        'When an account is closed, its topics, messages and files are deleted for good, except for records that the law tells us to keep.',
      ],
    },
    {
      heading: '6. Security',
      paragraphs: [
        'Connections are encrypted, your openid stays on the server, and only people who need to for their work can get at data. Should a leak endanger you, we will tell you and the authorities without delay.',
        'Please put no numbers of identity or bank cards, medical records or other sensitive data into questions and files, and nothing private of others or secret that you may not disclose.',
      ],
    },
    {
      heading: '7. Minors',
      paragraphs: [
        'People under eighteen should use this service together with a guardian who agrees. It is not meant for children under fourteen; a guardian who finds that a child gave us data without consent can write to us, and we will delete it soon.',
      ],
    },
    {
      heading: '8. Changes and contact',
      paragraphs: [
        'When this policy changes, this page and the date above do too; important changes are announced before you go on.',
        `For questions, complaints and requests about personal data, contact ${name}: ${contact}. If our answer does not satisfy you, you can also turn to the authorities.`,
      ],
    },
  ],
});
