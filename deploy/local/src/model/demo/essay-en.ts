/** A long answer in English, short enough to fit into an ordinary limit of 2,000 tokens with what surrounds it. */
export const ESSAY_EN = `# The way of one message

This is a prepared long text, for trying out scrolling, stopping, reading on after a cut, and the way back to the newest line. It tells what happens after you press send on a phone.

## 1. Leaving

Before anything travels, the words get a number of their own. It looks like nothing, and it settles an old trouble: on a bad link an app cannot know whether the last sentence arrived. Without a number it can only send again, and the same question is answered twice. With one, the server sees that it has this question already and repeats what it said.

The server then does something dull and important: it writes the question into its database, and only afterwards says that it has it. The other way round, one power cut in between would leave you with a question that was sent and can never be found.

## 2. Looking things up

Some questions cannot be answered from a model's memory: the rules of your house, last month's minutes, a contract of two hundred pages. So passages are looked up first and go along with their sources. Looking up may be slow or fail, but it must not stand in the way: then the answer says so, and goes on.

A model reads only so much. When a topic grows long, its oldest turns no longer fit. What is dropped follows a simple, visible rule: whole turns, oldest first, never the instructions and never the question.

## 3. Writing

A model writes in small pieces: two letters, half a word, now and then one half of an emoji 😀. The server ties them into one rope that only ever grows, and every piece is marked with the place where it begins. The rope belongs to the topic, not to a connection. Lock the phone, step into a lift: it keeps growing.

> Connections break. The rope does not.

Every moment or so it is put on disk. Should a process vanish, another one takes the rope up and writes on from its end; where the model cannot go on from a text, what there is stays, and you are told where it stopped.

## 4. Coming back

The way back has a single rule. The phone holds n units, and a piece arrives that begins at m:

1. m equals n: append it;
2. m is smaller: some of it is there already, so only the rest is added;
3. m is larger: something is missing, so ask again from n.

No clocks, no tables, no guessing. However the network shuffles, repeats or loses, the same text comes out. At the end the server names the length, and both sides compare.

## 5. At home

Words that arrived still have to look right. Tables scroll on a narrow screen, code is copied with one tap, links are safe. Above all, nobody who is reading is disturbed: scroll up, and new words do not drag you down again.

Stopping is no pretence either. It reaches the model, which really stops, while what was written stays in the topic.

## 6. Afterwards

The next day, on another device, question, answer and sources are where they were. Share them by a link, or delete them, and take the deletion back if it was a slip.

One message has three wishes: **not lost, not doubled, not cut**. When they come true, nobody notices.`;
