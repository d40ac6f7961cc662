export { clipToEstimate, estimateTokens, mostTokens, UNITS_PER_ESTIMATED } from '@huati/ranking';
