// The TYPEs of a contact's entries that Google has words for, as data. Any other is a label of
// the person's own: type "custom".

export const googleTypes = {
  phones: ['home', 'work', 'mobile', 'homeFax', 'workFax', 'otherFax', 'pager', 'workMobile', 'workPager', 'main', 'googleVoice', 'other'],
  emails: ['home', 'work', 'other'],
  addresses: ['home', 'work', 'other'],
  urls: ['home', 'work', 'blog', 'profile', 'homePage', 'ftp', 'reservations', 'appInstallPage', 'other'],
} as const;
