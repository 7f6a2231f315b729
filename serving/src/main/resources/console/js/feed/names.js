// Names for new users.

const FIRST = ['amber', 'brisk', 'coral', 'dapper', 'ember', 'fern', 'gentle', 'hazel', 'indigo', 'jolly', 'kindly', 'lunar', 'mellow', 'nimble', 'olive', 'plucky', 'quiet', 'rosy', 'sunny', 'tidal', 'velvet', 'witty'];
const SECOND = ['otter', 'heron', 'lynx', 'finch', 'marten', 'newt', 'trout', 'wren', 'badger', 'crane', 'dipper', 'egret', 'fox', 'gecko', 'ibis', 'jay', 'kite', 'magpie', 'puffin', 'robin', 'stoat', 'swift'];

const any = (list) => list[Math.floor(Math.random() * list.length)];

export const chanceName = () => `${any(FIRST)}-${any(SECOND)}-${Math.floor(Math.random() * 900 + 100)}`;
