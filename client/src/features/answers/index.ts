import './formulas';

export { answerFrom, freshAnswer, type AnswerState } from './answer-state';
export { atEnd, restingOf, toldOf } from './resting';
export { RunningAnswers } from './running';
