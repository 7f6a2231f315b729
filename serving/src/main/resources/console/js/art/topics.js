// What a video is about, told from its tags: a family of topics with a picture and colours of its own.

/** Each family: name, colours (sky, ground, main, second, spark) and the tags that belong to it. */
const FAMILIES = [
  ['street food', ['#5b1a18', '#c8452b', '#ffd9a0', '#f2a65a', '#fff4dc'], 'ramen dumplings tacos noodles spicy nightmarket grill snacks food cooking recipe kitchen restaurant'],
  ['baking', ['#6b3a1e', '#d99a5b', '#ffe6bf', '#a65e2e', '#fff6e5'], 'sourdough bread cake pastry oven dessert cookies croissant baking'],
  ['football', ['#0c4a34', '#1f9d5c', '#f4fff4', '#0f6b45', '#ffe066'], 'goals freekick skills derby goalkeeper stadium tactics training football soccer sports'],
  ['basketball', ['#3a1c5c', '#e2703a', '#ffb26b', '#2a0f44', '#fff0e0'], 'dunks crossover buzzerbeater hoops streetball defense threes handles basketball'],
  ['home workouts', ['#123c69', '#2f80c8', '#bfe3ff', '#f25f4c', '#ffffff'], 'fitness pushups core mobility hiit stretching strength yoga workout gym'],
  ['travel', ['#274b8f', '#f2917a', '#ffd8a8', '#1f6f8b', '#fff3d6'], 'backpacking islands hiddenplaces trains sunrise budget itinerary coast travel trip nature'],
  ['cats', ['#432a5c', '#9d6bb3', '#ffd2b8', '#f29e7f', '#f9f871'], 'kitten catlife rescue purr funnycat tabby zoomies whiskers cat cats pets'],
  ['dogs', ['#1d4d6b', '#58a6b8', '#e8b27a', '#8a5a3b', '#fff1d9'], 'puppy doglife goodboy corgi shelter tricks walkies retriever dog dogs'],
  ['makeup', ['#7a1f4b', '#e46a94', '#ffd0dc', '#c22f63', '#fff0f4'], 'eyeliner skincare lipstick tutorial glow palette blush contour makeup beauty'],
  ['street fashion', ['#24243e', '#8e8ba8', '#f2e9e4', '#e07a5f', '#f2cc8f'], 'outfit thrift sneakers lookbook vintage denim layering tailoring fashion style'],
  ['mobile games', ['#1a1040', '#5a2fb0', '#4de8c2', '#ff4f9a', '#ffe66d'], 'gaming speedrun boss gacha ranked esports glitch clutch games game'],
  ['gadgets', ['#10222f', '#2e5f7a', '#9be7ff', '#56c5d0', '#ffffff'], 'tech unboxing phones setup keyboard review camera battery gadgets'],
  ['guitar', ['#3b1d12', '#a8501f', '#f0b35b', '#5a2a16', '#ffeac2'], 'riff acoustic chords solo pedals fingerstyle cover jam guitar music song'],
  ['dance', ['#4a0f4f', '#d6336c', '#ffa8c5', '#845ef7', '#fff0f6'], 'choreography hiphop popping shuffle freestyle challenge ballet duet dance'],
  ['stand-up', ['#1c1220', '#5e1f2d', '#ffd166', '#b3304a', '#fff8e1'], 'comedy crowdwork punchline sketch improv impressions openmic roast funny humour'],
  ['magic', ['#120b33', '#3d2a8c', '#f5f0ff', '#c9184a', '#ffd60a'], 'cards illusion sleight coin mentalism reveal prank streetmagic magic'],
  ['woodworking', ['#4a2f1b', '#b07d4b', '#e6c79c', '#7a4f2a', '#fdf3e1'], 'workshop joinery handtools oak restoration carving diy lathe wood'],
  ['gardening', ['#12402b', '#5fa463', '#c8ecb0', '#2f7d45', '#fff8c9'], 'plants balcony seeds compost tomatoes pruning houseplants harvest garden'],
  ['space', ['#070b24', '#2a2a72', '#ffb86b', '#7b6cf6', '#ffffff'], 'astronomy rockets planets telescope nasa galaxy launch physics space science'],
  ['car repair', ['#1e2a33', '#54707f', '#ffb703', '#d9dee2', '#fb5607'], 'engine garage detailing rust mechanic tuning drift cars car'],
].map(([name, colours, words]) => ({ name, colours, words: new Set(words.split(' ')) }));

const OTHER_COLOURS = [
  ['#0b3c49', '#1f8a8a', '#b8f2e6', '#ffa69e', '#faf3dd'],
  ['#3c1642', '#7d4e9e', '#f4c7ff', '#ffb84c', '#fff4e0'],
  ['#12355b', '#4281c4', '#d6ecff', '#f5cb5c', '#ffffff'],
  ['#5f0f40', '#c8553d', '#ffd5c2', '#588b8b', '#fff7f0'],
];

/**
 * The family that most of the tags belong to, the first tag deciding between equals; where no tag is known, one named
 * after the first tag with colours by chance.
 */
export function family(tags, hash) {
  let best = null;
  let most = 0;
  for (const candidate of FAMILIES) {
    const matches = tags.filter((tag) => candidate.words.has(tag.toLowerCase())).length;
    if (matches > most || (matches === most && matches > 0 && candidate.words.has(tags[0].toLowerCase()))) {
      best = candidate;
      most = matches;
    }
  }
  if (best) return best;
  const name = tags[0] ?? 'other';
  return { name, colours: OTHER_COLOURS[hash(name) % OTHER_COLOURS.length], words: new Set() };
}

/** A colour for marks and bars that stands for the family on light and dark ground. */
export const tone = (each) => each.colours[1];
